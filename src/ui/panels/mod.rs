//! The panels about the map: each reads the state, draws, and queues actions.

pub mod article;
pub mod inspector;
pub mod layers;
pub mod review;
pub mod side;
pub mod status;
pub mod toolbar;
