using System.Text;
using Catalog.Core.Values;
using Ingestion.Conversions;
using Ingestion.Model;

namespace Ingestion.Contracts;

/// <summary>Reads texts of a contract as values of a column, with the same code that reads the events.</summary>
internal static class ValueText
{
    /// <summary>The value; null when the text is none of that type.</summary>
    internal static Value? Read(string text, ScalarType type)
    {
        var column = new SourceColumn
        {
            Name = "contract",
            From = "contract",
            Type = new DataType(type),
            Conversion = type is ScalarType.Int32 or ScalarType.Int64 ? Conversion.WholeFromDecimal : Conversion.None,
        };
        return FieldConverters.Create(column, useFormat: false).TryConvert(Encoding.UTF8.GetBytes(text), out var value) ? value : null;
    }
}
