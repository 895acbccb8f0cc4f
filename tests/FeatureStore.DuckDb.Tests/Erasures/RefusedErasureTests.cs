using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Proof;
using FeatureStore.Erasures;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Tests.Erasures;

/// <summary>What an erasure takes out of a quarantine, and what its receipt says of it.</summary>
public sealed class RefusedErasureTests
{
    private static readonly ErasureRequest Request = new() { Key = new Dictionary<string, Value> { ["id"] = Value.Of(3L) } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Erase_RefusedEvents_AreGoneCountedAndForeseen()
    {
        var refused = new FakeRefused(1_200) { Unreadable = 7 };
        await using var fixture = new ErasureFixture(refused, ProofViews.Newest);

        var preview = await fixture.Erasures.PreviewAsync(Request, Token);
        Assert.Equal(1_200, refused.Left.Count);
        var erasure = await fixture.EraseAsync(key: ("id", Value.Of(3L)));

        Assert.Empty(refused.Left);
        Assert.Contains(preview, static place => place is { Kind: ErasedPlaceKind.Quarantine, Name: "first", Count: 1_200, Outcome: ErasureOutcome.Erased });
        Assert.Equal(
            [("first", ErasureOutcome.Erased, 1_200), ("first, unreadable", ErasureOutcome.Kept, null), ("refused later", ErasureOutcome.Kept, (long?)null)],
            erasure.Places.Where(static place => place.Kind == ErasedPlaceKind.Quarantine).Select(static place => (place.Name, place.Outcome, place.Count)));
        Assert.Contains(erasure.Places, static place => place.Note?.StartsWith("7 refused events", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Erase_NobodyKeepsRefusedEvents_SaysThatTheyWereNotSearched()
    {
        await using var fixture = new ErasureFixture(ProofViews.Newest);

        var place = Assert.Single((await fixture.EraseAsync(key: ("id", Value.Of(3L)))).Places, static place => place.Kind == ErasedPlaceKind.Quarantine);

        Assert.Equal((ErasureOutcome.Kept, (long?)null), (place.Outcome, place.Count));
        Assert.Contains("were not searched", place.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_LongReason_IsRefusedBeforeAnythingIsKept()
    {
        await using var fixture = new ErasureFixture(ProofViews.Newest);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.Erasures.RequestAsync(Request with { Reason = new string('w', 1_001) }, Token));

        Assert.StartsWith("'reason' has 1001 characters", error.Message, StringComparison.Ordinal);
        Assert.Empty(await fixture.Erasures.ListAsync(new ErasureFilter(), null, 10, Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Erase_KilledAgainAndAgain_TellsEveryEventOnce(int seed)
    {
        var random = new Random(seed);
        var kills = 0;
        var refused = new FakeRefused(2_600) { Removing = Die };
        await using var fixture = new ErasureFixture(refused, ProofViews.Newest);
        fixture.Store.Saving = _ => Die();

        var erasure = await fixture.EraseAsync(key: ("id", Value.Of(3L)));

        Assert.True(kills > 3);
        Assert.Empty(refused.Left);
        Assert.Equal(2_600, Assert.Single(erasure.Places, static place => place is { Kind: ErasedPlaceKind.Quarantine, Outcome: ErasureOutcome.Erased }).Count);
        Assert.DoesNotContain(erasure.Places, static place => place.IsPending);

        void Die()
        {
            if (random.Next(3) == 0 && kills++ < 30)
            {
                throw new OperationCanceledException("The process dies here.");
            }
        }
    }

    /// <summary>Refused events that all belong to the entity.</summary>
    private sealed class FakeRefused(int count) : IRefusedEvents
    {
        public HashSet<long> Left { get; } = [.. Enumerable.Range(1, count).Select(static id => (long)id)];

        public long Unreadable { get; init; }

        public Action? Removing { get; init; }

        public string SourceOf(string source) => "first";

        public Task<RefusedMatches> FindAsync(string source, IReadOnlyList<IReadOnlyList<KeyPart>> keys, CancellationToken cancellationToken)
        {
            Assert.Equal(("first", "id", Value.Of(3L)), (source, keys[0][0].Column, keys[0][0].Value));
            return Task.FromResult(new RefusedMatches([.. Left.Order()], Unreadable));
        }

        public Task RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
        {
            Removing?.Invoke();
            Left.ExceptWith(ids);
            return Task.CompletedTask;
        }
    }
}
