using System.Text;
using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Conversions;

internal sealed class TextConverter(SourceColumn column) : FieldConverter(column)
{
    private readonly Utf8Cache<Value> _cache = new();

    protected override string Expected => "text";

    internal override bool AllowsJson(bool quoted) => quoted;

    internal override bool TryConvert(ReadOnlySpan<byte> utf8, out Value value)
    {
        if (!_cache.TryGet(utf8, out value))
        {
            value = Value.Of(Encoding.UTF8.GetString(utf8));
            _cache.Add(utf8, value);
        }

        return true;
    }
}
