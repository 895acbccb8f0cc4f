namespace Catalog.Core.Arrow;

/// <summary>A column of an Arrow stream. Every column may hold nulls, as in the Parquet files.</summary>
/// <param name="Name">Name; need not be the only one of its kind.</param>
/// <param name="Type">Type of its values.</param>
public sealed record ArrowField(string Name, ArrowType Type);
