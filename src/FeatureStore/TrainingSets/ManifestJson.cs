using System.Text.Json;
using FeatureStore.Model;

namespace FeatureStore.TrainingSets;

/// <summary>A manifest as it stands beside its training set.</summary>
internal static class ManifestJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static byte[] Write(TrainingSetManifest manifest) => JsonSerializer.SerializeToUtf8Bytes(manifest, Options);

    /// <exception cref="FeatureStoreException">It is damaged.</exception>
    internal static TrainingSetManifest Read(string path, ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingSetManifest>(text, Options) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.CorruptData, $"The manifest '{path}' cannot be read: {exception.Message} Restore the file, or make the training set again.", exception);
        }
    }
}
