namespace FeatureStore.Expressions.Functions;

/// <summary>What an argument must be.</summary>
internal enum ArgumentKind
{
    Number,
    Whole,
    Text,
    Time,
    List,
    Anything,
}
