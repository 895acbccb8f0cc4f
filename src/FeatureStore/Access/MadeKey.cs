namespace FeatureStore.Access;

/// <summary>A key that was just made.</summary>
/// <param name="Text">The key itself, which is told this once.</param>
/// <param name="Key">What is kept of it.</param>
public sealed record MadeKey(string Text, ConsumerKey Key);
