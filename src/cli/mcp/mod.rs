//! `demarche mcp`: a graph served over the [Model Context Protocol](https://modelcontextprotocol.io) on standard input and
//! output, so that a language model can cite it instead of guessing.

mod input;
mod cited;
mod evidence;
mod tools;
mod server;

pub use server::run;
