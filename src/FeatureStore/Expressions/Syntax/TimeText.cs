using Catalog.Core.Values;

namespace FeatureStore.Expressions.Syntax;

/// <summary>Times written as text.</summary>
internal static class TimeText
{
    /// <exception cref="ExpressionException">It is none.</exception>
    internal static Instant Read(string text, int position, int length)
        => Instant.TryParse(text, out var time)
            ? time
            : throw new ExpressionException(position, length, $"'{text}' is no time in ISO 8601, such as '2011-12-09T12:50:00Z' or '2011-12-09'.");
}
