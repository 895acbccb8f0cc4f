using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.Proof;

/// <summary>Looks customers of the loyalty sample up, as a model would, and remembers what each has been told.</summary>
internal sealed class CustomerLookups(CatalogProcess catalog)
{
    internal const int KeysAtOnce = 100;

    /// <summary>The service reads three views, so that a key makes as many logged lookups.</summary>
    internal const int ViewsOfService = 3;

    private readonly ConcurrentDictionary<long, ConcurrentDictionary<string, bool>> _told = new();
    private long _logged;

    /// <summary>Lookups that the server has answered, a view and a key each.</summary>
    internal long Logged => Interlocked.Read(ref _logged);

    /// <summary>Customers who were told different things at different times.</summary>
    internal int Changed => _told.Count(static customer => customer.Value.Count > 1);

    /// <summary>Asks for customers picked at random, until the task is told to stop.</summary>
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
        long[] customers = [.. Enumerable.Range(0, KeysAtOnce).Select(_ => random.NextInt64(12_346, 18_288))];
        try
        {
            var request = new { feature_service = "churn_v1", entities = new { customer_id = customers } };
            using var answer = await catalog.Http.PostAsJsonAsync("/get-online-features", request, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                return;
            }

            var results = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("results");
            for (var row = 0; row < customers.Length; row++)
            {
                var words = string.Join('|', results.EnumerateArray().Select(column => $"{column.GetProperty("values")[row]} {column.GetProperty("statuses")[row]}"));
                _told.GetOrAdd(customers[row], static _ => new())[words] = true;
            }

            Interlocked.Add(ref _logged, customers.Length * ViewsOfService);
        }
        catch (HttpRequestException)
        {
            // The server does not listen yet.
        }
    }
}
