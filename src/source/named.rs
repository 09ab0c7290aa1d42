//! What articles are called whose files were named outright, where several files have one name.

use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};

use super::format;
use super::input::is_standard;
use super::walk::is_folder;

/// Names for those of `inputs` that share theirs with a file of another folder: with the folders in which they differ before
/// it, as files of folders inside a folder have them (`2025-08-17/index`, `2025-08-18/index`).
pub(super) fn kept_apart(inputs: &[PathBuf]) -> HashMap<PathBuf, String> {
    let mut called: BTreeMap<String, Vec<&PathBuf>> = BTreeMap::new();
    for input in inputs.iter().filter(|input| !is_standard(input)) {
        called.entry(format::stem(input)).or_default().push(input);
    }
    let mut out = HashMap::new();
    for (stem, inputs) in called.into_iter().filter(|(_, inputs)| inputs.len() > 1) {
        let files: Vec<&PathBuf> = inputs.into_iter().filter(|input| !is_folder(input)).collect();
        let folders: Vec<Vec<String>> = files.iter().map(|file| folders(file)).collect();
        let common = |depth: usize| {
            folders.iter().all(|of| of.get(depth).is_some() && of.get(depth) == folders[0].get(depth))
        };
        let shared = (0..).take_while(|depth| common(*depth)).count();
        for (file, folders) in files.into_iter().zip(&folders) {
            let mut parts = folders[shared..].to_vec();
            parts.push(stem.clone());
            out.insert(file.clone(), parts.join("/"));
        }
    }
    out
}

/// The folders that a file is in, from the outermost on.
fn folders(file: &Path) -> Vec<String> {
    let whole = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let parts = whole.parent().into_iter().flat_map(Path::components);
    parts
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[&str]) -> Vec<String> {
        let inputs: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        let apart = kept_apart(&inputs);
        inputs.iter().map(|path| apart.get(path).cloned().unwrap_or_else(|| format::stem(path))).collect()
    }

    #[test]
    fn files_of_one_name_are_called_by_the_folders_in_which_they_differ() {
        assert_eq!(names(&["n/a/x.txt", "n/b/x.txt", "n/a/y.txt"]), ["a/x", "b/x", "y"]);
        assert_eq!(names(&["x.txt", "b/x.html.gz"]), ["x", "b/x"]);
        assert_eq!(names(&["a/1/x.txt", "b/1/x.txt"]), ["a/1/x", "b/1/x"]);
    }

    #[test]
    fn a_file_named_twice_or_in_two_forms_keeps_its_name() {
        assert_eq!(names(&["a/x.txt", "a/x.txt", "a/x.html", "-", "-"]), ["x", "x", "x", "-", "-"]);
    }
}
