//! Transformations of the plane (ISO 32000-1, 8.3.4).

/// `[a b c d e f]`: `(x, y)` becomes `(ax + cy + e, bx + dy + f)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub [f64; 6]);

/// Which way letters run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    Right,
    Up,
    Left,
    Down,
}

impl Matrix {
    pub const UNIT: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub fn moved(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First `self`, then `other`.
    pub fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Self([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    /// Where the point `(0, 0)` goes.
    pub fn origin(self) -> (f64, f64) {
        (self.0[4], self.0[5])
    }

    /// The way in which letters run that it places, unless they stand aslant.
    pub fn way(self) -> Option<Way> {
        let [a, b, ..] = self.0;
        let aslant = 0.05;
        if b.abs() <= aslant * a.abs() {
            return match a.total_cmp(&0.0) {
                std::cmp::Ordering::Greater => Some(Way::Right),
                std::cmp::Ordering::Less => Some(Way::Left),
                std::cmp::Ordering::Equal => None,
            };
        }
        (a.abs() <= aslant * b.abs()).then_some(if b > 0.0 { Way::Up } else { Way::Down })
    }

    /// How high letters are that it places, of a font of size 1.
    pub fn height(self) -> f64 {
        self.0[2].hypot(self.0[3])
    }
}

impl Way {
    pub const ALL: [Self; 4] = [Self::Right, Self::Up, Self::Left, Self::Down];

    /// A point on a page that is turned until letters of this way run to the right.
    pub fn upright(self, (x, y): (f64, f64)) -> (f64, f64) {
        match self {
            Self::Right => (x, y),
            Self::Up => (y, -x),
            Self::Left => (-x, -y),
            Self::Down => (-y, x),
        }
    }
}
