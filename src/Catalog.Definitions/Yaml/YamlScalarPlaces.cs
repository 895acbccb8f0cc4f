using YamlDotNet.Core;

namespace Catalog.Definitions.Yaml;

/// <summary>Finds where a character of a scalar's text is written.</summary>
internal static class YamlScalarPlaces
{
    /// <summary>The offset in what is written; null where one line does not hold the whole text.</summary>
    /// <param name="written">The scalar with its quotes and escapes.</param>
    /// <param name="scalar">The scalar.</param>
    /// <param name="position">Place in its text, which may be its end.</param>
    public static int? Find(ReadOnlySpan<char> written, YamlScalar scalar, int position)
    {
        if (position > scalar.Text.Length || written.Contains('\n'))
        {
            return null;
        }

        return scalar.Style switch
        {
            ScalarStyle.Plain when written.StartsWith(scalar.Text, StringComparison.Ordinal) => position,
            ScalarStyle.SingleQuoted when written is ['\'', ..] => Walk(written, position, static rest => rest is ['\'', '\'', ..] ? (2, 1) : (1, 1)),
            ScalarStyle.DoubleQuoted when written is ['"', ..] => Walk(written, position, static rest => rest[0] == '\\' ? Escape(rest) : (1, 1)),
            _ => null,
        };
    }

    private static int? Walk(ReadOnlySpan<char> written, int position, Step step)
    {
        var offset = 1;
        for (var read = 0; read < position;)
        {
            if (offset >= written.Length)
            {
                return null;
            }

            var (length, characters) = step(written[offset..]);
            (offset, read) = (offset + length, read + characters);
        }

        return offset;
    }

    private static (int Length, int Characters) Escape(ReadOnlySpan<char> rest) => rest switch
    {
        [_, 'x', ..] => (4, 1),
        [_, 'u', ..] => (6, 1),
        [_, 'U', '0', '0', '0', '0', ..] => (10, 1),
        [_, 'U', ..] => (10, 2),
        _ => (2, 1),
    };

    /// <summary>The next characters as written, and how many characters of the text they are.</summary>
    private delegate (int Length, int Characters) Step(ReadOnlySpan<char> rest);
}
