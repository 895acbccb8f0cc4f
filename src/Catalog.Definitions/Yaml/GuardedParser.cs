using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Catalog.Definitions.Yaml;

/// <summary>
/// A parser that reports every text it cannot read as a <see cref="YamlException"/>. The library's own parser runs into states it does not expect on some
/// malformed texts, such as a plain text over two lines in brackets or a tag with a bracket, and then throws exceptions of another kind.
/// </summary>
internal sealed class GuardedParser(TextReader text) : IParser
{
    private readonly Parser _parser = new(new Scanner(text, skipComments: true));

    public ParsingEvent? Current => _parser.Current;

    public bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            var mark = _parser.Current?.End ?? Mark.Empty;
            throw new YamlException(mark, mark, "found text that cannot be read after this place", exception);
        }
    }
}
