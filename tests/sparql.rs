//! Queries in SPARQL over the graphs of the annotated articles.
