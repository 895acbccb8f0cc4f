using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.Proof;

/// <summary>Asks a feature service for keys, as a model would, and remembers what was told of each.</summary>
/// <param name="catalog">The server.</param>
/// <param name="service">The service.</param>
/// <param name="views">How many views it reads: a key makes as many logged lookups.</param>
/// <param name="pick">Picks the join keys of one row, in the order of <paramref name="joinKeys"/>.</param>
/// <param name="joinKeys">The join keys that the service needs.</param>
internal sealed class ServiceLookups(CatalogProcess catalog, string service, int views, Func<Random, object[]> pick, params string[] joinKeys)
{
    private const int KeysAtOnce = 100;

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _told = new();
    private long _logged;

    /// <summary>Lookups that the server has answered, a view and a key each.</summary>
    internal long Logged => Interlocked.Read(ref _logged);

    /// <summary>Keys of which different things were told at different times.</summary>
    internal int Changed => _told.Count(static key => key.Value.Count > 1);

    /// <summary>Customers of the loyalty sample, for the model of churn.</summary>
    internal static ServiceLookups OfCustomers(CatalogProcess catalog) => new(catalog, "churn_v1", views: 3, static random => [random.NextInt64(12_346, 18_288)], "customer_id");

    /// <summary>Asks for keys picked at random, until the task is told to stop.</summary>
    internal async Task AskAsync(Random random, Func<bool> isEnough, CancellationToken cancellationToken)
    {
        while (!isEnough())
        {
            await TryAskAsync(random, cancellationToken);

            // The machine is the server's, too; the lookups are to last as long as the data streams.
            await Task.Delay(20, cancellationToken);
        }
    }

    /// <summary>Asks once; counts nothing while the server or its definitions are not there yet.</summary>
    private async Task TryAskAsync(Random random, CancellationToken cancellationToken)
    {
        object[][] rows = [.. Enumerable.Range(0, KeysAtOnce).Select(_ => pick(random))];
        try
        {
            var entities = joinKeys.Index().ToDictionary(static key => key.Item, key => rows.Select(row => row[key.Index]).ToArray());
            var request = new { feature_service = service, entities };
            using var answer = await catalog.Http.PostAsJsonAsync("/get-online-features", request, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                return;
            }

            var results = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("results");
            for (var row = 0; row < rows.Length; row++)
            {
                var words = string.Join('|', results.EnumerateArray().Select(column => $"{column.GetProperty("values")[row]} {column.GetProperty("statuses")[row]}"));
                _told.GetOrAdd(string.Join('|', rows[row]), static _ => new())[words] = true;
            }

            Interlocked.Add(ref _logged, rows.Length * views);
        }
        catch (HttpRequestException)
        {
            // The server does not listen yet.
        }
    }
}
