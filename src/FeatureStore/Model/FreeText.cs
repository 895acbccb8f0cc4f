namespace FeatureStore.Model;

/// <summary>What people may write as they like, and what is kept with a record for ever.</summary>
internal static class FreeText
{
    /// <summary>The most characters.</summary>
    internal const int Longest = 1_000;

    /// <summary>Refuses what cannot be kept, or is too long for it.</summary>
    /// <param name="field">The field, as a request names it.</param>
    /// <param name="text">What it holds.</param>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.InvalidRequest"/>.</exception>
    internal static void Check(string field, string? text)
    {
        if (text?.Contains('\0', StringComparison.Ordinal) == true)
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.InvalidRequest, $"'{field}' has the zero character, which no store keeps. Leave it out.");
        }

        if (text?.Length > Longest)
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.InvalidRequest, $"'{field}' has {text.Length} characters and begins with '{text[..50]}'. It is kept for ever; give at most {Longest}.");
        }
    }
}
