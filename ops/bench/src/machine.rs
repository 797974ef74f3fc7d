//! What the figures were measured on: they mean nothing without it.

use std::{fs, path::Path, thread};

/// Cores, build profile, and where the files of the measurements lie.
pub(crate) fn describe() -> String {
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let folder = std::env::temp_dir();
    let disk = file_system(&folder).unwrap_or_else(|| "an unknown file system".to_owned());
    format!(
        "{cores} cores, {} {}, profile {profile}, SQLite {}, files on {disk}; medians, runs interleaved",
        std::env::consts::OS,
        std::env::consts::ARCH,
        rusqlite::version(),
    )
}

/// The type of the file system that a folder lies on, where the system tells it.
fn file_system(folder: &Path) -> Option<String> {
    let mounts = fs::read_to_string("/proc/mounts").ok()?;
    let mounted = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        Some((Path::new(fields.next()?), fields.next()?))
    });
    mounted
        .filter(|(place, _)| folder.starts_with(place))
        .max_by_key(|(place, _)| place.as_os_str().len())
        .map(|(_, kind)| kind.to_owned())
}
