//! How the JSON is laid out: a field of a node a line, an item of its lists a line, so that line tools (diff, grep)
//! show what changed.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// Writes one node as an item of the list of nodes.
pub(super) fn write_node<T: Serialize>(node: &T, out: &mut dyn io::Write) -> io::Result<()> {
    node.serialize(&mut Serializer::with_formatter(out, Layout { depth: 0 })).map_err(io::Error::from)
}

/// Lines down to the items of a node's lists; what is deeper stays on the line.
struct Layout {
    depth: usize,
}

/// The depth of lists in a node.
const LISTS: usize = 2;

impl Layout {
    fn open(&mut self, out: &mut (impl io::Write + ?Sized), bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        out.write_all(bracket)
    }

    /// A node stands two steps inside the file.
    fn indent(&self, out: &mut (impl io::Write + ?Sized)) -> io::Result<()> {
        (0..self.depth + 2).try_for_each(|_| out.write_all(b"  "))
    }

    fn item(&self, out: &mut (impl io::Write + ?Sized), first: bool) -> io::Result<()> {
        if self.depth <= LISTS {
            out.write_all(if first { b"\n" } else { b",\n" })?;
            self.indent(out)
        } else if first {
            Ok(())
        } else {
            out.write_all(b", ")
        }
    }

    fn close(&mut self, out: &mut (impl io::Write + ?Sized), bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.depth < LISTS {
            out.write_all(b"\n")?;
            self.indent(out)?;
        }
        out.write_all(bracket)
    }
}

impl Formatter for Layout {
    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}
