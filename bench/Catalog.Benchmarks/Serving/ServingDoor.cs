namespace Catalog.Benchmarks.Serving;

/// <summary>One way to look features up. Thread-safe.</summary>
internal abstract class ServingDoor : IDisposable
{
    /// <summary>Its name in the table.</summary>
    internal abstract string Name { get; }

    /// <summary>The bytes of a request for the features of a service.</summary>
    internal abstract byte[] MakeRequest(string service, long[] ids);

    /// <summary>Asks and reads the whole answer.</summary>
    /// <exception cref="HttpRequestException">It was refused or failed.</exception>
    internal abstract Task AskAsync(byte[] request, Stream answer);

    /// <summary>The values of an answer by feature and id; null where it has none.</summary>
    internal abstract long?[][] Read(byte[] answer);

    /// <summary>Asks once and compares every value.</summary>
    internal async Task CheckAsync(ServingData data, int features, long[] ids)
    {
        using var answer = new MemoryStream();
        await AskAsync(MakeRequest(ServingData.ServiceOf(features), ids), answer);
        var values = Read(answer.ToArray());
        for (var feature = 0; feature < features; feature++)
        {
            for (var i = 0; i < ids.Length; i++)
            {
                long? expected = data.IsKnown(ids[i]) ? ServingData.ValueOf(ids[i], feature) : null;
                var found = values[feature][i];
                if (found != expected)
                {
                    throw new InvalidOperationException($"{Name} answers '{found}' for '{ServingData.FeatureName(feature)}' of id {ids[i]} in place of '{expected}'.");
                }
            }
        }
    }

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool isDisposing);
}
