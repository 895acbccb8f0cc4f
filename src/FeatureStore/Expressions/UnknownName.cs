namespace FeatureStore.Expressions;

/// <summary>A name that stands for no column, or for several.</summary>
/// <param name="Message">What is wrong and, unless <paramref name="Instead"/> says it, which names there are; with the name in quotes.</param>
/// <param name="Instead">The names that may be meant, the likeliest first; empty when none is near.</param>
public sealed record UnknownName(string Message, IReadOnlyList<string> Instead)
{
    /// <summary>The message, and the names that may be meant.</summary>
    public string Words => Instead.Count == 0 ? Message : $"{Message} Did you mean {string.Join(" or ", Instead.Select(static text => $"'{text}'"))}?";
}
