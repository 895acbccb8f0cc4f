namespace FeatureStore.DuckDb.Native;

/// <summary>Those error types of the C API (<c>duckdb_error_type</c>) that are told apart here.</summary>
internal enum DuckDbErrorType
{
    Invalid = 0,
    OutOfRange = 1,
    Conversion = 2,
    Io = 28,
    Interrupt = 29,
    InvalidInput = 32,
    OutOfMemory = 33,
}
