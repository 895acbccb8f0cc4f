using System.Runtime.CompilerServices;
using Catalog.Client.Tests.Testing;
using static Catalog.Client.Tests.Testing.CatalogServer;

namespace Catalog.Client.Tests.Training;

public sealed class RowStreamTests(CatalogServer server) : ClientTest(server)
{
    private const int Many = 30_000;

    // Wide enough that the sockets between client and server do not hold all of it.
    private static readonly string Filling = new('x', 400);

    [Fact]
    public async Task Rows_ManyOfThem_StreamInAndOut()
    {
        var made = 0;
        await using var job = await Client.GetHistoricalFeaturesAsync(Frame(() => made++), ["purchase:points"], null, Token);

        var number = 0L;
        await foreach (var row in job.ReadRowsAsync<NumberedRow>(Token))
        {
            Assert.Equal((number, number % 2 == 0 ? -(1L << 62) : null), (row.Number, row.Points));
            number++;
        }

        Assert.Equal((Many, Many), (number, made));
    }

    [Fact]
    public async Task Connection_ThatBreaksInTheMiddle_GoesOnBehindTheLastRow()
    {
        await using var proxy = new CuttingProxy(Server.Address, 1_000_000, 3_000_000, 700);
        using var client = new CatalogClient(proxy.Address);
        await using var job = await Client.GetHistoricalFeaturesAsync(Frame(), ["purchase:points"], new HistoricalFeaturesOptions { Name = NewName("cut") }, Token);
        await job.WaitAsync(cancellationToken: Token);
        var saved = await client.GetSavedDatasetAsync(job.Name, Token);

        var numbers = await saved.ReadRowsAsync<NumberedRow>(Token).Select(row => row.Number).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, Many).Select(number => (long?)number), numbers);
        Assert.Equal(3, proxy.Cuts);
    }

    [Fact]
    public async Task Connection_ThatBreaksAtTheSamePlaceEachTime_IsGivenUp()
    {
        // The first cut gives rows, so patience begins anew; each later one breaks within them.
        await using var proxy = new CuttingProxy(Server.Address, [1_000_000, .. Enumerable.Repeat(50_000L, 100)]);
        using var client = new CatalogClient(proxy.Address, new CatalogClientOptions { Patience = TimeSpan.FromSeconds(1) });
        await using var job = await Client.GetHistoricalFeaturesAsync(Frame(), ["purchase:points"], new HistoricalFeaturesOptions { Name = NewName("broken") }, Token);
        await job.WaitAsync(cancellationToken: Token);
        var saved = await client.GetSavedDatasetAsync(job.Name, Token);

        var failure = await FailAsync(async () => await saved.ReadRowsAsync(Token).CountAsync(Token));

        Assert.Equal(CatalogClientCodes.Unreachable, failure.Code);
        Assert.Contains("(CatalogClientOptions.Patience). The training set stays on the server.", failure.Message, StringComparison.Ordinal);
        Assert.InRange(proxy.Cuts, 2, 100);
    }

    [Fact]
    public async Task Dataset_ThatIsReplacedWhileItIsRead_IsNotMixed()
    {
        await using var proxy = new CuttingProxy(Server.Address, 1_000_000);
        using var client = new CatalogClient(proxy.Address);
        var options = new HistoricalFeaturesOptions { Name = NewName("replaced"), Overwrite = true };
        await (await Client.GetHistoricalFeaturesAsync(Frame(), ["purchase:points"], options, Token)).WaitAsync(cancellationToken: Token);
        var saved = await client.GetSavedDatasetAsync(options.Name, Token);
        var read = 0;

        var failure = await FailAsync(async () =>
        {
            await foreach (var _ in saved.ReadRowsAsync(Token))
            {
                if (++read == 1)
                {
                    await (await Client.GetHistoricalFeaturesAsync(Frame(), ["purchase:points"], options, Token)).WaitAsync(cancellationToken: Token);
                }
            }
        });

        Assert.Equal(("training-set-replaced", CatalogErrorKind.Conflict), (failure.Code, failure.Kind));
        Assert.Contains($"{read} rows came from the former one", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_InTheMiddleOfTheStream_EndsIt_AndTheClientGoesOn()
    {
        using var stop = new CancellationTokenSource();
        await using var job = await Client.GetHistoricalFeaturesAsync(Frame(), ["purchase:points"], null, Token);
        var read = 0;

        var stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in job.ReadRowsAsync(stop.Token))
            {
                if (++read == 10)
                {
                    await stop.CancelAsync();
                }
            }
        });
        var first = await job.ReadRowsAsync(Token).FirstAsync(Token);

        Assert.Equal(stop.Token, stopped.CancellationToken);
        Assert.InRange(read, 10, Many - 1);
        Assert.Equal(0L, first["number"]);
    }

    [Fact]
    public async Task Stop_WhileTheFrameIsSent_LeavesNothingOnTheServer()
    {
        using var stop = new CancellationTokenSource();
        var made = 0;
        var before = await Client.ListSavedDatasetsAsync(Token).Select(saved => saved.Id).ToHashSetAsync(cancellationToken: Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Client.GetHistoricalFeaturesAsync(Frame(() => StopAt(++made, 5_000, stop)), ["purchase:amount"], null, stop.Token));

        var left = await Client.ListSavedDatasetsAsync(Token).Where(saved => !before.Contains(saved.Id)).Select(saved => saved.Record.Features).ToListAsync(Token);
        Assert.DoesNotContain(left, features => features.SequenceEqual(["purchase:amount"]));
    }

    [Fact]
    public async Task Stop_OfWaiting_LetsTheBuildingGoOn()
    {
        using var stop = new CancellationTokenSource();
        await using var job = await Client.GetHistoricalFeaturesAsync(Frame(), ["purchase:points"], null, Token);
        await stop.CancelAsync();

        if (!job.Record.HasEnded)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.WaitAsync(cancellationToken: stop.Token));
        }

        Assert.Equal(Many, (await job.WaitAsync(cancellationToken: Token)).RowCount);
    }

    private static void StopAt(int made, int at, CancellationTokenSource stop)
    {
        if (made == at)
        {
            stop.Cancel();
        }
    }

    private static EntityFrame Frame(Action? count = null) => EntityFrame.FromRows(MakeAsync(count, Token));

    private static async IAsyncEnumerable<object> MakeAsync(Action? count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < Many; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            count?.Invoke();
            yield return new { CustomerId = i % 2 == 0 ? 1 : 9, EventTimestamp = Now, Number = i, Filling };
            if (i % 1_000 == 0)
            {
                await Task.Yield();
            }
        }
    }

    private sealed record NumberedRow(long? Number, long? Points);
}
