namespace Catalog.Client;

/// <summary>A column with the type that the catalogue gives it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>bool</c>, <c>int32</c>, <c>int64</c>, <c>float</c>, <c>double</c>, <c>string</c>, <c>bytes</c>, <c>timestamp</c>, or a list of one of them such as <c>list&lt;string&gt;</c>.</param>
public sealed record DatasetColumn(string Name, string Type)
{
    /// <summary>
    /// The type of its values in rows: <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="float"/>, <see cref="double"/>, <see cref="string"/>, <c>byte[]</c>,
    /// <see cref="DateTimeOffset"/> in UTC with microseconds, or an array whose items may be null, such as <c>long?[]</c>. Any value may be null.
    /// </summary>
    public Type ValueType => ColumnReader.Of(Type).ValueType;
}
