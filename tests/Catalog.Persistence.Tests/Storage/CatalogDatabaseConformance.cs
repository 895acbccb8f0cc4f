using Catalog.Core.Values;
using Catalog.Persistence.Lineage;
using Catalog.Persistence.Lineage.Entities;
using Catalog.Persistence.Storage;
using Catalog.Persistence.Tests.Testing;
using Lineage.Model;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Tests.Storage;

/// <summary>What repositories may rely on, whichever engine is below.</summary>
public abstract class CatalogDatabaseConformance
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteAsync_ManyWritersOfOneRow_LosesNoIncrement()
    {
        await using var database = await CreateAsync();
        await using var second = await database.OpenAnotherAsync();
        var stores = new[] { database.Services.GetDatabase<LineageDbContext>(), second.GetDatabase<LineageDbContext>() };
        await stores[0].WriteAsync((context, _) => AddAsync(context, "0"), Token);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => IncrementAsync(stores[i % 2]), Token)));

        var row = await stores[1].ReadAsync((context, token) => context.Events.SingleAsync(token), Token);
        Assert.Equal("40", row.Body);
    }

    [Fact]
    public async Task WriteAsync_Throwing_WritesNothing()
    {
        await using var database = await CreateAsync();
        var store = database.Services.GetDatabase<LineageDbContext>();

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => store.WriteAsync(
            async (context, token) =>
            {
                await AddAsync(context, "lost");
                await context.SaveChangesAsync(token);
                throw new TimeZoneNotFoundException();
            },
            Token));

        Assert.False(await store.ReadAsync((context, token) => context.Events.AnyAsync(token), Token));
    }

    [Fact]
    public async Task WriteAsync_RepeatedKey_ReportsWriteConflict()
    {
        await using var database = await CreateAsync();
        var store = database.Services.GetDatabase<LineageDbContext>();
        await store.WriteAsync((context, _) => AddAsync(context, "first"), Token);

        var exception = await Assert.ThrowsAsync<PersistenceException>(
            () => store.WriteAsync((context, _) => AddAsync(context, "second"), Token));

        Assert.Equal(PersistenceErrorCode.WriteConflict, exception.ErrorCode);
    }

    [Fact]
    public async Task Instant_BeforeTheEpochAndAtTheEnds_KeepsEveryMicrosecond()
    {
        await using var database = await CreateAsync();
        var store = database.Services.GetDatabase<LineageDbContext>();
        Instant[] instants = [Instant.MinValue, new(-1), new(0), new(1), Instant.MaxValue];

        await store.WriteAsync(
            (context, _) =>
            {
                context.Events.AddRange(instants.Select((time, i) => Event(time, (byte)i, string.Empty)));
                return Task.CompletedTask;
            },
            Token);

        var stored = await store.ReadAsync(
            (context, token) => context.Events.OrderBy(row => row.EventTime).Select(row => row.EventTime).ToListAsync(token), Token);
        Assert.Equal(instants, stored);
    }

    internal abstract Task<TestDatabase> CreateAsync();

    private static EventEntity Event(Instant time, byte hash, string body)
        => new() { Kind = EventKind.Run, EventType = "OTHER", EventTime = time, ReceivedAt = time, Hash = [hash], Body = body };

    private static Task AddAsync(LineageDbContext context, string body)
    {
        context.Events.Add(Event(default, 0, body));
        return Task.CompletedTask;
    }

    private static Task IncrementAsync(CatalogDatabase<LineageDbContext> store) => store.WriteAsync(
        async (context, token) =>
        {
            var row = await context.Events.SingleAsync(token);
            var next = int.Parse(row.Body ?? string.Empty) + 1;
            await context.Events.ExecuteUpdateAsync(set => set.SetProperty(e => e.Body, next.ToString()), token);
        },
        Token);
}
