namespace FeatureStore.Expressions;

/// <summary>Something wrong with an expression.</summary>
/// <param name="Position">Where it begins, in characters from 0.</param>
/// <param name="Length">How many characters it covers; 0 at the end of the text.</param>
/// <param name="Message">What is wrong and what would be right, with the offending text in quotes.</param>
public sealed record ExpressionError(int Position, int Length, string Message);
