//! What a picture can be asked for.

/// What the picture shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Options {
    /// Heading; `None` for the titles or number of the articles.
    pub title: Option<String>,
    /// At most so many edges, those with the most evidence; `None` for all.
    pub top: Option<usize>,
}
