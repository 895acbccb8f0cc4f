using Catalog.Core.Values;

namespace FeatureStore.Expressions.Syntax;

/// <summary>Times written as text, in ISO 8601 and with a date.</summary>
internal static class TimeText
{
    // Without the look at the date "10:00" would be read as today's, and give another value tomorrow.
    internal static bool TryRead(string text, out Instant time)
    {
        time = default;
        return BeginsWithDate(text.AsSpan().Trim()) && Instant.TryParse(text, out time);
    }

    /// <exception cref="ExpressionException">It is none.</exception>
    internal static Instant Read(string text, int position, int length)
        => TryRead(text, out var time)
            ? time
            : throw new ExpressionException(position, length, $"'{text}' is no time in ISO 8601, such as '2011-12-09T12:50:00Z' or '2011-12-09'.");

    private static bool BeginsWithDate(ReadOnlySpan<char> text)
    {
        const string shape = "0000-00-00";
        for (var i = 0; i < shape.Length; i++)
        {
            if (i >= text.Length || (shape[i] == '-' ? text[i] != '-' : !char.IsAsciiDigit(text[i])))
            {
                return false;
            }
        }

        return text.Length == shape.Length || text[shape.Length] is 'T' or 't' or ' ';
    }
}
