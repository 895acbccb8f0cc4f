namespace FeatureStore.Redis.Feast;

/// <summary>The fields of our own rows in Feast's hashes. Feast asks for its fields by name, and has none that begins so.</summary>
internal static class StoredField
{
    internal static string Of(string row) => "_catalog:" + row;
}
