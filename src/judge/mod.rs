//! Compares what the geoparser found with what somebody has decided already: what is still open,
//! where the words for each place lead now, and the edits for accepting or leaving out.
//! Nothing here changes a project in place.

mod accept;
mod accept_many;
mod findings;
mod groups;
mod in_words;
mod judged;
mod leave_out;
mod placement;
mod switch;

pub use accept::{Accepted, NamedWords, accept_figure, accept_place, is_wide};
pub use accept_many::{accept_all, accept_sure};
pub use findings::Findings;
pub use groups::Group;
pub use in_words::{described, use_in_words};
pub use judged::{Judged, Rejudged, Suggestion};
pub use leave_out::leave_out;
pub use placement::{Drawn, Off, Placement, Site};
pub use switch::switch_place;

#[cfg(test)]
mod tests;
