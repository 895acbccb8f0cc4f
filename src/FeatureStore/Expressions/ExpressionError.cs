namespace FeatureStore.Expressions;

/// <summary>Something wrong with an expression.</summary>
/// <param name="Position">Where it begins, in characters from 0.</param>
/// <param name="Length">How many characters it covers; 0 at the end of the text.</param>
/// <param name="Message">What is wrong and, unless <see cref="Instead"/> says it, what would be right, with the offending text in quotes.</param>
public sealed record ExpressionError(int Position, int Length, string Message)
{
    /// <summary>What to write in place of these characters, the likeliest first; empty when that needs a person.</summary>
    public IReadOnlyList<string> Instead { get; init; } = [];

    /// <summary>The message, and what would be right.</summary>
    public string Words => new UnknownName(Message, Instead).Words;
}
