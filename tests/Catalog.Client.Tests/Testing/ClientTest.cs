using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Catalog.Client.Tests.Testing;

/// <summary>What tests against the server have in common.</summary>
public abstract class ClientTest(CatalogServer server)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected CatalogServer Server => server;

    private protected CatalogClient Client => server.Client;

    /// <summary>Everything that an object holds, to compare.</summary>
    private protected static string Text(object? value) => JsonSerializer.Serialize(value, Json);

    private protected static string NewName(string what) => $"{what}-{Guid.NewGuid():N}"[..30];

    private protected static async Task<CatalogException> FailAsync(Func<Task> call) => await Assert.ThrowsAsync<CatalogException>(call);

    private protected async Task<List<T>> ReadAsync<T>(IEnumerable<object> entities, FeatureSelection features, HistoricalFeaturesOptions? options = null)
        where T : notnull
    {
        await using var job = await Client.GetHistoricalFeaturesAsync(entities, features, options, Token);
        return await job.ReadRowsAsync<T>(Token).ToListAsync(Token);
    }

    private protected async Task<List<FeatureRow>> ReadAsync(IEnumerable<object> entities, FeatureSelection features, HistoricalFeaturesOptions? options = null)
    {
        await using var job = await Client.GetHistoricalFeaturesAsync(entities, features, options, Token);
        return await job.ReadRowsAsync(Token).ToListAsync(Token);
    }
}
