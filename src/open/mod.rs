//! Opening whatever a person names.

pub mod article;
