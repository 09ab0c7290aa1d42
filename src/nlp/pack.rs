//! The model pack: one file with everything that a pipeline needs.
//!
//! A pack is the magic [`MAGIC`], the format's version, the length and the CRC-32 of what follows, and then the values
//! in the order in which [`super::convert`] writes them and the stages read them. All numbers are little-endian; a string
//! or list stands behind its length (`u32`). Rows of weight matrices and tables are `f32`, or 16-bit whole numbers behind the
//! `f32` that they are multiplied with, as the pack's precision says; biases, norms and paddings, which are few, are always
//! `f32`.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::error::{Error, ErrorKind, Result};

/// First bytes of every pack.
const MAGIC: &[u8; 12] = b"DEMARCHE-NLP";

/// Version of the format; a program reads its own alone.
const VERSION: u32 = 1;

/// Bytes before the payload.
const HEADER: usize = MAGIC.len() + 4 + 8 + 4;

/// How the weights of a pack are kept. Arithmetic is in `f32` always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// 16-bit whole numbers with a scale for each row: half the size. (IEEE half precision, tried before, has fewer
    /// significant bits for most weights of a row and changed five times as many parses.)
    I16,
    /// As spaCy keeps them.
    F32,
}

/// An error of kind [`ErrorKind::Model`].
pub fn model_error(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Model, message)
}

/// Puts a pack together.
#[derive(Debug)]
pub struct PackWriter {
    precision: Precision,
    payload: Vec<u8>,
}

impl PackWriter {
    /// An empty pack.
    pub fn new(precision: Precision) -> Self {
        let flag = match precision {
            Precision::I16 => 0,
            Precision::F32 => 1,
        };
        Self { precision, payload: vec![flag] }
    }

    /// Adds a byte.
    pub fn u8(&mut self, value: u8) {
        self.payload.push(value);
    }

    /// Adds a number.
    pub fn u32(&mut self, value: u32) {
        self.payload.extend(value.to_le_bytes());
    }

    /// Adds a number.
    pub fn u64(&mut self, value: u64) {
        self.payload.extend(value.to_le_bytes());
    }

    /// Adds the length of a list.
    ///
    /// # Panics
    /// When it is over `u32::MAX`: no list of a model is.
    pub fn length(&mut self, length: usize) {
        self.u32(u32::try_from(length).expect("lists of a model are short"));
    }

    /// Adds bytes behind their length.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.payload.extend(bytes);
    }

    /// Adds a string behind its length.
    pub fn string(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Adds numbers in full precision.
    pub fn floats(&mut self, values: &[f32]) {
        self.payload.extend(values.iter().flat_map(|v| v.to_le_bytes()));
    }

    /// Adds rows of `columns` weights in the pack's precision.
    ///
    /// # Errors
    /// A weight that is not finite.
    pub fn weights(&mut self, values: &[f32], columns: usize) -> Result<()> {
        if let Some(value) = values.iter().find(|value| !value.is_finite()) {
            return Err(model_error(format!("a weight of the pipeline is {value}")));
        }
        match self.precision {
            Precision::F32 => self.floats(values),
            Precision::I16 => {
                for row in values.chunks(columns) {
                    let largest = row.iter().fold(0f32, |largest, value| largest.max(value.abs()));
                    let scale = largest / f32::from(i16::MAX);
                    self.floats(&[scale]);
                    for value in row {
                        // A row of zeros has the scale 0.
                        let whole = if scale > 0.0 { (value / scale).round() as i16 } else { 0 };
                        self.payload.extend(whole.to_le_bytes());
                    }
                }
            }
        }
        Ok(())
    }

    /// The finished pack.
    pub fn finish(self) -> Vec<u8> {
        let mut pack = Vec::with_capacity(HEADER + self.payload.len());
        pack.extend(MAGIC);
        pack.extend(VERSION.to_le_bytes());
        pack.extend((self.payload.len() as u64).to_le_bytes());
        pack.extend(crc32fast::hash(&self.payload).to_le_bytes());
        pack.extend(self.payload);
        pack
    }
}

/// A part of a pack that is read where it lies.
#[derive(Debug, Clone)]
pub struct Blob {
    pack: Arc<Cow<'static, [u8]>>,
    range: Range<usize>,
}

impl Blob {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.pack[self.range.clone()]
    }
}

/// Reads a pack from front to end.
#[derive(Debug)]
pub struct PackReader {
    pack: Arc<Cow<'static, [u8]>>,
    at: usize,
    precision: Precision,
}

impl PackReader {
    /// Checks a pack and stands before its first value.
    ///
    /// # Errors
    /// Bytes that are not a pack of this version, or are damaged.
    pub fn new(pack: Cow<'static, [u8]>) -> Result<Self> {
        if !pack.starts_with(MAGIC) {
            return Err(model_error(
                "this is not a model pack; `demarche pack` makes one from a spaCy pipeline",
            ));
        }
        let number = |at: usize, n: usize| pack.get(at..at + n).ok_or_else(ends_early);
        let version = u32::from_le_bytes(number(12, 4)?.try_into().expect("four bytes"));
        if version != VERSION {
            return Err(model_error(format!(
                "the model pack has format version {version} and this program reads version {VERSION}; pack the \
                 pipeline anew with this program"
            )));
        }
        let length = u64::from_le_bytes(number(16, 8)?.try_into().expect("eight bytes"));
        let checksum = u32::from_le_bytes(number(24, 4)?.try_into().expect("four bytes"));
        let payload = &pack[HEADER..];
        if length != payload.len() as u64 {
            return Err(model_error(format!(
                "the model pack should be {} bytes long and is {}; copy it again",
                length.saturating_add(HEADER as u64),
                pack.len()
            )));
        }
        if checksum != crc32fast::hash(payload) {
            return Err(model_error("the model pack is damaged: its checksum is wrong; copy it again"));
        }
        let mut reader = Self { pack: Arc::new(pack), at: HEADER, precision: Precision::F32 };
        reader.precision = match reader.u8()? {
            0 => Precision::I16,
            1 => Precision::F32,
            other => {
                return Err(model_error(format!("the model pack has an unknown precision, {other}")));
            }
        };
        Ok(reader)
    }

    fn range(&mut self, length: usize) -> Result<Range<usize>> {
        let end = self.at.checked_add(length).filter(|&end| end <= self.pack.len()).ok_or_else(ends_early)?;
        let range = self.at..end;
        self.at = end;
        Ok(range)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let range = self.range(N)?;
        Ok(self.pack[range].try_into().expect("the range has N bytes"))
    }

    /// Reads a byte.
    pub fn u8(&mut self) -> Result<u8> {
        Ok(self.array::<1>()?[0])
    }

    /// Reads a number.
    pub fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// Reads a number.
    pub fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    /// Reads the length of a list of things of at least one byte each.
    pub fn length(&mut self) -> Result<usize> {
        let length = self.u32()? as usize;
        if length > self.pack.len() - self.at {
            return Err(ends_early());
        }
        Ok(length)
    }

    /// Reads a length that must be `wanted`.
    pub fn expect(&mut self, wanted: usize, what: &str) -> Result<()> {
        let got = self.u32()? as usize;
        if got == wanted { Ok(()) } else { Err(other_architecture(what, got, wanted)) }
    }

    /// Reads bytes behind their length, in place.
    pub fn blob(&mut self) -> Result<Blob> {
        let length = self.length()?;
        Ok(Blob { range: self.range(length)?, pack: self.pack.clone() })
    }

    /// Reads a string behind its length.
    pub fn string(&mut self) -> Result<String> {
        let length = self.length()?;
        let range = self.range(length)?;
        String::from_utf8(self.pack[range].to_vec())
            .map_err(|_| model_error("the model pack has a string that is not UTF-8"))
    }

    /// Reads `n` numbers in full precision.
    pub fn floats(&mut self, n: usize) -> Result<Vec<f32>> {
        let range = self.range(n.checked_mul(4).ok_or_else(ends_early)?)?;
        Ok(self.pack[range].chunks_exact(4).map(single).collect())
    }

    /// Reads rows of weights.
    pub fn weights(&mut self, rows: usize, columns: usize) -> Result<Vec<f32>> {
        let table = self.table(rows, columns)?;
        let mut weights = vec![0.0; rows * columns];
        for (row, out) in weights.chunks_exact_mut(columns).enumerate() {
            table.read_row(row, out);
        }
        Ok(weights)
    }

    /// Reads rows of weights in place.
    pub fn table(&mut self, rows: usize, columns: usize) -> Result<Table> {
        let length = row_size(self.precision, columns)
            .and_then(|size| size.checked_mul(rows))
            .ok_or_else(ends_early)?;
        let blob = Blob { range: self.range(length)?, pack: self.pack.clone() };
        Ok(Table { blob, precision: self.precision, columns, rows })
    }

    /// Checks that all was read.
    pub fn finish(self) -> Result<()> {
        if self.at == self.pack.len() {
            Ok(())
        } else {
            Err(model_error("the model pack has more in it than this program knows; pack the pipeline anew"))
        }
    }
}

fn ends_early() -> Error {
    model_error("the model pack ends early; copy it again")
}

/// The error for a pipeline whose networks have other dimensions.
pub fn other_architecture(what: &str, got: usize, wanted: usize) -> Error {
    model_error(format!(
        "the pipeline has another architecture: {what} is {got}, not {wanted}; en_core_web_sm and en_core_web_md 3.6 \
         to 3.8 can be read"
    ))
}

/// A table of weights that stays in the pack; rows are decoded as they are needed.
#[derive(Debug)]
pub struct Table {
    blob: Blob,
    precision: Precision,
    columns: usize,
    rows: usize,
}

impl Table {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Decodes row `row` into `out`.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn read_row(&self, row: usize, out: &mut [f32]) {
        let size = row_size(self.precision, self.columns).expect("the table was read with this size");
        let bytes = &self.blob.bytes()[row * size..][..size];
        match self.precision {
            Precision::F32 => {
                for (out, value) in out.iter_mut().zip(bytes.chunks_exact(4)) {
                    *out = single(value);
                }
            }
            Precision::I16 => {
                let (scale, values) = bytes.split_at(4);
                let scale = single(scale);
                for (out, value) in out.iter_mut().zip(values.chunks_exact(2)) {
                    *out = f32::from(i16::from_le_bytes([value[0], value[1]])) * scale;
                }
            }
        }
    }
}

/// Bytes of a row of weights.
fn row_size(precision: Precision, columns: usize) -> Option<usize> {
    match precision {
        Precision::I16 => columns.checked_mul(2)?.checked_add(4),
        Precision::F32 => columns.checked_mul(4),
    }
}

fn single(bytes: &[u8]) -> f32 {
    f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(precision: Precision) -> Vec<u8> {
        let mut writer = PackWriter::new(precision);
        writer.string("Kyïv");
        writer.u64(7);
        writer.weights(&[1.0, -0.5, 2.0, 0.0], 2).unwrap();
        writer.floats(&[0.1]);
        writer.finish()
    }

    fn message(pack: Vec<u8>) -> String {
        let error = PackReader::new(pack.into()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Model);
        error.to_string()
    }

    #[test]
    fn what_is_written_is_read() {
        for precision in [Precision::I16, Precision::F32] {
            let mut reader = PackReader::new(sample(precision).into()).unwrap();
            assert_eq!(reader.string().unwrap(), "Kyïv");
            assert_eq!(reader.u64().unwrap(), 7);
            let table = reader.table(2, 2).unwrap();
            let mut row = [0.0; 2];
            table.read_row(1, &mut row);
            assert_eq!(row, [2.0, 0.0]);
            assert_eq!(reader.floats(1).unwrap(), [0.1]);
            reader.finish().unwrap();
        }
    }

    #[test]
    fn a_damaged_truncated_or_foreign_file_is_told_apart() {
        let good = sample(Precision::I16);
        for at in HEADER..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x10;
            assert!(message(bad).contains("damaged"));
        }
        for length in 0..good.len() {
            let told = message(good[..length].to_vec());
            assert!(
                ["not a model pack", "ends early", "bytes long"].iter().any(|m| told.contains(m)),
                "{told}"
            );
        }
        let mut foreign = good.clone();
        foreign[0] = b'X';
        assert!(message(foreign).contains("not a model pack"));
        let mut newer = good;
        newer[12] = 2;
        assert!(message(newer).contains("version 2"));
    }

    #[test]
    fn reading_past_the_end_is_an_error() {
        let mut reader = PackReader::new(sample(Precision::F32).into()).unwrap();
        assert!(reader.weights(2, usize::MAX / 2).is_err());
        assert!(reader.table(usize::MAX / 8, 4).is_err());
        assert!(reader.finish().is_err());
    }

    #[test]
    fn sixteen_bits_keep_a_weight_to_within_half_a_step() {
        let values: Vec<f32> = (0..200).map(|i| (i as f32 * 0.37).sin() * 1.7).chain([0.0; 100]).collect();
        let mut writer = PackWriter::new(Precision::I16);
        writer.weights(&values, 100).unwrap();
        assert!(writer.weights(&[f32::NAN], 1).is_err());
        let mut reader = PackReader::new(writer.finish().into()).unwrap();
        for (got, wanted) in reader.weights(3, 100).unwrap().iter().zip(&values) {
            assert!((got - wanted).abs() <= 1.7 / 32767.0 * 0.51, "{got} {wanted}");
        }
    }
}
