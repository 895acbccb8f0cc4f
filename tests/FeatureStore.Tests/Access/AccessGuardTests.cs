using Catalog.Core.Values;
using Conformance;
using Conformance.Access;
using FeatureStore.Access;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FeatureStore.Tests.Access;

public sealed class AccessGuardTests
{
    private readonly ManualClock _clock = new();
    private readonly InMemoryConsumerStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IdentifyAsync_NoKey_IsRefusedOnlyWhereOneIsRequired()
    {
        Assert.Null(await Guard(required: false).IdentifyAsync(null, Token));
        await RefusedAsync(FeatureStoreErrorCode.KeyRequired, Guard(), null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task IdentifyAsync_UnknownKey_IsRefusedEitherWay(bool required)
    {
        await MakeKeyAsync();

        await RefusedAsync(FeatureStoreErrorCode.KeyNotAccepted, Guard(required), KeyText.Make());
        await RefusedAsync(FeatureStoreErrorCode.KeyNotAccepted, Guard(required), KeyText.Start + new string('x', 100_000));
    }

    [Theory]
    [InlineData("")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task IdentifyAsync_WhatIsNoKeyOfOurs_IsPassedOverUnlessOneIsNeeded(string key)
    {
        await MakeKeyAsync();

        Assert.Null(await Guard(required: false).IdentifyAsync(key, Token));
        await RefusedAsync(FeatureStoreErrorCode.KeyNotAccepted, Guard(), key);
    }

    [Fact]
    public async Task IdentifyAsync_Key_FindsItsConsumerUntilItExpires()
    {
        var key = await MakeKeyAsync(lifetime: TimeSpan.FromSeconds(1));
        var guard = Guard();

        Assert.Equal("churn", (await guard.IdentifyAsync(key, Token))?.Consumer.Name);

        _clock.Advance(TimeSpan.FromSeconds(1)); // Sooner than keys are read again.
        var refusal = await RefusedAsync(FeatureStoreErrorCode.KeyNotAccepted, guard, key);
        Assert.Contains("expired", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IdentifyAsync_KeyRevokedByAnotherProcess_IsRefusedWithinSeconds()
    {
        var key = await MakeKeyAsync();
        var guard = Guard();
        await guard.IdentifyAsync(key, Token);

        var kept = Assert.Single(await _store.ListKeysAsync("churn", Token));
        await _store.RevokeKeyAsync("churn", kept.Id, Instant.Now(_clock), Token);
        _clock.Advance(TimeSpan.FromSeconds(3));

        await RefusedAsync(FeatureStoreErrorCode.KeyNotAccepted, guard, key);
    }

    [Fact]
    public async Task IdentifyAsync_KeyRevokedByThisProcess_IsRefusedAtOnce()
    {
        var key = await MakeKeyAsync();
        var guard = Guard();
        await guard.IdentifyAsync(key, Token);

        var kept = Assert.Single(await _store.ListKeysAsync("churn", Token));
        await new ConsumerService(_store, guard, new FakeFeatureRegistry(), _clock).RevokeKeyAsync("churn", kept.Id, Token);

        await RefusedAsync(FeatureStoreErrorCode.KeyNotAccepted, guard, key);
    }

    [Fact]
    public async Task IdentifyAsync_Key_NotesItsUseOnceAMinute()
    {
        var key = await MakeKeyAsync();
        var guard = Guard();
        var first = Instant.Now(_clock);
        await guard.IdentifyAsync(key, Token);
        _clock.Advance(TimeSpan.FromSeconds(30));
        await guard.IdentifyAsync(key, Token);
        Assert.Equal(first, Assert.Single(await _store.ListKeysAsync("churn", Token)).LastUsedAt);

        _clock.Advance(TimeSpan.FromSeconds(30));
        await guard.IdentifyAsync(key, Token);
        Assert.Equal(first + TimeSpan.FromMinutes(1), Assert.Single(await _store.ListKeysAsync("churn", Token)).LastUsedAt);
    }

    [Theory]
    [InlineData(false, "", null, null)]
    [InlineData(true, "", "anything", FeatureStoreErrorCode.AccessDenied)]
    [InlineData(true, "an administrator's long key", null, FeatureStoreErrorCode.KeyRequired)]
    [InlineData(false, "an administrator's long key", "another administrator's", FeatureStoreErrorCode.KeyNotAccepted)]
    [InlineData(true, "an administrator's long key", "an administrator's long key", null)]
    public void CheckAdministrator_Key_IsJudgedBySettings(bool required, string set, string? sent, FeatureStoreErrorCode? refusal)
    {
        var error = Record.Exception(() => Guard(required, set).CheckAdministrator(sent));

        Assert.Equal(refusal, (error as FeatureStoreException)?.ErrorCode);
    }

    private static async Task<FeatureStoreException> RefusedAsync(FeatureStoreErrorCode code, AccessGuard guard, string? key)
    {
        var refusal = await Assert.ThrowsAsync<FeatureStoreException>(async () => await guard.IdentifyAsync(key, Token));
        Assert.Equal(code, refusal.ErrorCode);
        return refusal;
    }

    private AccessGuard Guard(bool required = true, string adminKey = "")
        => new(_store, new ReadCounts(new InMemoryReadCountStore(_store), _clock, NullLogger<ReadCounts>.Instance), _clock, Options.Create(new FeatureStoreOptions { Access = new AccessOptions { Required = required, AdminKey = adminKey } }));

    private async Task<string> MakeKeyAsync(TimeSpan? lifetime = null)
    {
        var consumers = new ConsumerService(_store, Guard(), new FakeFeatureRegistry(), _clock);
        await consumers.AddAsync("churn", "growth", null, [], Token);
        return (await consumers.MakeKeyAsync("churn", lifetime is { } time ? Instant.Now(_clock) + time : null, Token)).Text;
    }
}
