namespace FeatureStore.Embedded;

/// <summary>What a record of a segment says. The numbers are written to disk.</summary>
internal enum RecordKind : byte
{
    /// <summary>One row, newer than what was stored before it.</summary>
    Row = 1,

    /// <summary>All rows of one view before this record are gone.</summary>
    DeleteView = 2,

    /// <summary>All rows of one entity key before this record are gone.</summary>
    DeleteKey = 3,
}
