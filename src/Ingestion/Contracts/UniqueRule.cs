using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.Rows;

namespace Ingestion.Contracts;

/// <summary>A value, or a combination of values, that may occur only once in all events of the source. Immutable, thread-safe.</summary>
internal sealed class UniqueRule
{
    private readonly byte[] _prefix;
    private readonly int[] _columns;

    /// <param name="source">Name of the source; equal values of two sources never meet.</param>
    /// <param name="rule">How the rule is named and counted.</param>
    /// <param name="columnNames">The columns, which with their order make the identity of the rule.</param>
    /// <param name="columns">Their places in the source.</param>
    /// <param name="isMeasure">Whether occurrences are only counted, for accepted and refused records alike.</param>
    internal UniqueRule(string source, NamedRule rule, IReadOnlyList<string> columnNames, int[] columns, bool isMeasure)
    {
        Rule = rule;
        ColumnNames = columnNames;
        IsMeasure = isMeasure;
        _columns = columns;
        _prefix = Encoding.UTF8.GetBytes($"{source}\0{(isMeasure ? "measure" : "rule")}\0{string.Join('\0', columnNames)}\0\0");
    }

    internal NamedRule Rule { get; }

    internal IReadOnlyList<string> ColumnNames { get; }

    internal bool IsMeasure { get; }

    /// <summary>The hash of the values; null when one of them is null or could not be read, since nothing equals null.</summary>
    internal UInt128? Hash(ReadOnlySpan<Value> values)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        buffer.Write(_prefix);
        var writer = new ValueWriter(buffer);
        foreach (var column in _columns)
        {
            if (column < 0 || values[column].IsNull)
            {
                return null;
            }

            writer.WriteValue(values[column]);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    /// <summary>The values as a reason shows them.</summary>
    internal string Show(ReadOnlySpan<Value> values)
    {
        var parts = new string[_columns.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = values[_columns[i]].ToString();
        }

        return string.Join(", ", parts);
    }
}
