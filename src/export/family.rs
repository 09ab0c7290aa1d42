//! Relations and stances that look alike, and their colours: the same in every picture.

use crate::schema::{RelationKind, Stance};

/// Relations that look alike. The text beside an edge tells which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Contact,
    For,
    Yield,
    Demand,
    Against,
    Protest,
    Force,
}

impl Family {
    pub const ALL: [Family; 7] = [
        Family::Contact,
        Family::For,
        Family::Yield,
        Family::Demand,
        Family::Against,
        Family::Protest,
        Family::Force,
    ];

    pub fn of_relation(relation: RelationKind) -> Self {
        match relation {
            RelationKind::Met | RelationKind::Visited => Family::Contact,
            RelationKind::Proposed
            | RelationKind::Agreed
            | RelationKind::Supported
            | RelationKind::Aided
            | RelationKind::Cooperated => Family::For,
            RelationKind::Yielded => Family::Yield,
            RelationKind::Demanded => Family::Demand,
            RelationKind::Rejected | RelationKind::Criticized => Family::Against,
            RelationKind::Protested => Family::Protest,
            RelationKind::Threatened
            | RelationKind::Sanctioned
            | RelationKind::Attacked
            | RelationKind::Mobilized
            | RelationKind::Coerced => Family::Force,
        }
    }

    pub fn of_stance(stance: Stance) -> Self {
        match stance {
            Stance::For => Family::For,
            Stance::Against => Family::Against,
            Stance::Conditional => Family::Demand,
        }
    }

    pub fn relations(self) -> impl Iterator<Item = RelationKind> {
        RelationKind::ALL.into_iter().filter(move |relation| Self::of_relation(*relation) == self)
    }

    pub fn stances(self) -> impl Iterator<Item = Stance> {
        Stance::ALL.into_iter().filter(move |stance| Self::of_stance(*stance) == self)
    }

    /// Blue and vermilion of M. Okabe and K. Ito, "Color Universal Design" (2008), with others that any eye tells from
    /// them: a test holds each two at a difference of 12 or more by CIEDE2000, for the colour-blind as well. Nobody reads
    /// seventeen colours off thin lines, so a relation has that of its family, and its word beside the edge tells which it
    /// is; each family has a sign of its own as well, for print in grey.
    pub fn colour(self) -> &'static str {
        match self {
            Family::Contact => "#5f6b73",
            Family::For => "#0072b2",
            Family::Yield => "#009c54",
            Family::Demand => "#6c5424",
            Family::Against => "#d55e00",
            Family::Protest => "#541890",
            Family::Force => "#8b0045",
        }
    }

    /// Similar hues, lighter, for a dark ground, as far apart.
    pub fn colour_on_dark(self) -> &'static str {
        match self {
            Family::Contact => "#a7b3bb",
            Family::For => "#56b4e9",
            Family::Yield => "#b4f0d8",
            Family::Demand => "#f0e49c",
            Family::Against => "#ff8a3d",
            Family::Protest => "#b43cfc",
            Family::Force => "#f01848",
        }
    }

    /// The sign of its arrowhead.
    pub fn sign(self) -> &'static str {
        match self {
            Family::Contact => "—",
            Family::For => "▶",
            Family::Yield => "○",
            Family::Demand => "▷",
            Family::Against => "⊣",
            Family::Protest => "◆",
            Family::Force => "■",
        }
    }

    /// A word for it in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Family::Contact => "contact",
            Family::For => "for",
            Family::Yield => "yield",
            Family::Demand => "demand",
            Family::Against => "against",
            Family::Protest => "protest",
            Family::Force => "force",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Colour = [f64; 3];

    /// How eyes without one kind of cones see linear RGB: G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A
    /// Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), at full severity.
    const EYES: [(&str, [Colour; 3]); 4] = [
        ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "protanopia",
            [
                [0.152286, 1.052583, -0.204868],
                [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ],
        ),
        (
            "deuteranopia",
            [
                [0.367322, 0.860646, -0.227968],
                [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ],
        ),
        (
            "tritanopia",
            [
                [1.255528, -0.076749, -0.178779],
                [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900],
            ],
        ),
    ];

    fn linear(colour: &str) -> Colour {
        [1, 3, 5].map(|at| {
            let c = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn times(matrix: &[Colour; 3], v: Colour) -> Colour {
        matrix.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum())
    }

    /// CIELAB of linear RGB, by the white D65.
    fn lab(rgb: Colour) -> Colour {
        const XYZ: [Colour; 3] = [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ];
        let [x, y, z] = times(&XYZ, rgb);
        let [x, y, z] = [x / 0.95047, y, z / 1.08883]
            .map(|t: f64| if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// CIEDE2000: G. Sharma, W. Wu and E. N. Dalal, "The CIEDE2000 Color-Difference Formula" (2005).
    fn difference([l1, a1, b1]: Colour, [l2, a2, b2]: Colour) -> f64 {
        let sevenths = |c: f64| (c.powi(7) / (c.powi(7) + 25_f64.powi(7))).sqrt();
        let g = 1.5 - 0.5 * sevenths((a1.hypot(b1) + a2.hypot(b2)) / 2.0);
        let (c1, c2) = ((g * a1).hypot(b1), (g * a2).hypot(b2));
        let hue = |a: f64, b: f64| b.atan2(g * a).to_degrees().rem_euclid(360.0);
        let (h1, h2) = (hue(a1, b1), hue(a2, b2));
        // The shorter way round, and the middle of it.
        let turn = (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0;
        let turn = if c1 * c2 == 0.0 { 0.0 } else { turn };
        let (l, c, h) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0, h1 + turn / 2.0);
        let cos = |degrees: f64| degrees.to_radians().cos();
        let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
            - 0.2 * cos(4.0 * h - 63.0);
        let off = (l - 50.0).powi(2);
        let dl = (l2 - l1) / (1.0 + 0.015 * off / (20.0 + off).sqrt());
        let dc = (c2 - c1) / (1.0 + 0.045 * c);
        let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin() / (1.0 + 0.015 * c * t);
        let bend = 60.0 * (-((h.rem_euclid(360.0) - 275.0) / 25.0).powi(2)).exp();
        let r = -2.0 * sevenths(c) * bend.to_radians().sin();
        (dl * dl + dc * dc + dh * dh + r * dc * dh).sqrt()
    }

    #[test]
    fn the_difference_of_colours_is_that_of_the_published_examples() {
        for (one, other, expected) in [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, -1.0, 2.0], [50.0, 0.0, 0.0], 2.3669),
            ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0009], 7.1792),
            ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
            ([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373),
        ] {
            assert!((difference(one, other) - expected).abs() < 1e-4, "{}", difference(one, other));
        }
    }

    #[test]
    fn every_eye_tells_the_colours_of_families_apart() {
        for colour in [Family::colour, Family::colour_on_dark] {
            for (eye, matrix) in &EYES {
                let seen = |family| lab(times(matrix, linear(colour(family))).map(|c| c.clamp(0.0, 1.0)));
                for (i, one) in Family::ALL.into_iter().enumerate() {
                    for other in Family::ALL.into_iter().skip(i + 1) {
                        let far = difference(seen(one), seen(other));
                        assert!(far >= 12.0, "{eye}: {one:?} and {other:?} are {far:.1} apart");
                    }
                }
            }
        }
    }

    #[test]
    fn every_colour_stands_out_from_its_ground_and_every_family_has_its_own_sign_and_word() {
        let light = |colour: &str| {
            let [r, g, b] = linear(colour);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        for family in Family::ALL {
            let paper = (light("#fdfcf9") + 0.05) / (light(family.colour()) + 0.05);
            let dark = (light(family.colour_on_dark()) + 0.05) / (light("#16191c") + 0.05);
            // WCAG 2.2 asks 3 of lines and signs.
            assert!(paper >= 3.0 && dark >= 3.0, "{family:?}: {paper:.2}, {dark:.2}");
        }
        for of in [Family::sign, Family::as_str] {
            let all: std::collections::BTreeSet<&str> = Family::ALL.into_iter().map(of).collect();
            assert_eq!(all.len(), Family::ALL.len());
        }
    }
}
