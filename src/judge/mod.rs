//! Findings against decisions: what the geoparser found and what of it somebody has judged already, where
//! the words for each place stand by now, and the edits that a judgement comes to. Nothing here changes
//! a project; the edits do.

mod accept;
mod accept_many;
mod findings;
mod groups;
mod in_words;
mod judged;
mod leave_out;
mod placement;
mod switch;

pub use accept::{Accepted, NamedWords, figure, is_wide, place};
pub use accept_many::{accept_all, accept_sure};
pub use findings::Findings;
pub use groups::Group;
pub use in_words::{described, use_in_words};
pub use judged::{Judged, Rejudged, Suggestion};
pub use leave_out::leave_out;
pub use placement::{Drawn, Off, Placement, Site};
pub use switch::switch;

#[cfg(test)]
mod tests;
