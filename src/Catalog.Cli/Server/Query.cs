using System.Globalization;
using System.Text;

namespace Catalog.Cli.Server;

/// <summary>A route with a query string; what is null is left out.</summary>
internal sealed class Query(string route)
{
    private readonly StringBuilder _text = new(route);
    private char _separator = '?';

    internal Query Add(string name, string? value)
    {
        if (value is not null)
        {
            _text.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _separator = '&';
        }

        return this;
    }

    internal Query Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    internal Query AddAll(string name, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            Add(name, value);
        }

        return this;
    }

    public override string ToString() => _text.ToString();
}
