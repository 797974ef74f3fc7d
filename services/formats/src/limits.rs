//! How much of a file is read at most. Each bound ends in a clear error, never in a lack of memory.

/// Bounds for one file. The defaults are the promised ones; tests take smaller ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file as it lies on the disk.
    pub packed_bytes: u64,
    /// Unpacked size over packed size, counted once the unpacked size is above the floor.
    pub ratio: u64,
    pub ratio_floor_bytes: u64,
    /// Unpacked size of a file of which the texts are kept in memory.
    pub unpacked_bytes: u64,
    /// Bytes between two ends of a row or of an element: an unclosed quote stops here.
    pub stretch_bytes: u64,
    pub xml_depth: usize,
    pub xml_attributes: usize,
    pub xml_elements: u64,
    /// Events kept from one log. Figures need them in memory, about 40 bytes each.
    pub events: u64,
    /// Events of one trace that wait for an attribute which stands behind them.
    pub waiting_events: u64,
    /// Rows of one table.
    pub table_rows: u64,
    /// Files in an archive or a folder.
    pub archive_members: u64,
    /// Unpacked size of a workbook, of which the texts are kept in memory.
    pub workbook_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            packed_bytes: 50 * 1024 * 1024,
            ratio: 100,
            ratio_floor_bytes: 64 * 1024 * 1024,
            unpacked_bytes: u64::MAX,
            stretch_bytes: 1024 * 1024,
            xml_depth: 64,
            xml_attributes: 64,
            xml_elements: 50_000_000,
            events: 10_000_000,
            waiting_events: 100_000,
            table_rows: 100_000,
            archive_members: 1_000,
            workbook_bytes: 128 * 1024 * 1024,
        }
    }
}

impl Limits {
    /// For process models: they are kept in memory, and nobody draws a million elements.
    #[must_use]
    pub fn for_models() -> Self {
        let unpacked_bytes = 128 * 1024 * 1024;
        Self { unpacked_bytes, xml_elements: 1_000_000, ..Self::default() }
    }
}
