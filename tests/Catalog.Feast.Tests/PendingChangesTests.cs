using Catalog.Core.Model;
using Catalog.Feast.Registry;
using Catalog.Grpc;

namespace Catalog.Feast.Tests;

public sealed class PendingChangesTests
{
    private static readonly DefinitionId Some = new(DefinitionKind.Entity, "some");
    private static readonly DefinitionId Other = new(DefinitionKind.Entity, "other");

    private readonly ManualClock _clock = new();

    [Fact]
    public void Take_WhatAConnectionSent_IsItsAloneAndOnce()
    {
        var pending = new PendingChanges(_clock);
        pending.Add("a", static change => change.Removed.Add(Some));
        pending.Add("b", static change => change.Removed.Add(Other));
        pending.Add("a", static change => change.Removed.Add(Other));

        Assert.Equal([Some, Other], pending.Take("a").Removed);
        Assert.True(pending.Take("a").IsEmpty);
        Assert.Equal([Other], pending.Take("b").Removed);
    }

    [Fact]
    public void Add_AfterPatience_ForgetsWhoNeverCommitted()
    {
        var pending = new PendingChanges(_clock);
        pending.Add("a", static change => change.Removed.Add(Some));
        pending.Add("b", static change => change.Removed.Add(Some));
        _clock.Advance(PendingChanges.Patience);
        pending.Add("b", static change => change.Removed.Add(Other));
        _clock.Advance(TimeSpan.FromTicks(1));
        pending.Add("c", static change => change.Removed.Add(Some));

        Assert.True(pending.Take("a").IsEmpty);
        Assert.Equal([Some, Other], pending.Take("b").Removed);
    }

    [Fact]
    public void Add_TooManyClients_RefusesNewOnesOnly()
    {
        var pending = new PendingChanges(_clock);
        for (var number = 0; number < 100; number++)
        {
            pending.Add($"client {number}", static change => change.Removed.Add(Some));
        }

        Assert.Equal(GrpcStatusCode.ResourceExhausted, Assert.Throws<GrpcException>(() => pending.Add("new", static change => change.Removed.Add(Some))).Status);
        pending.Add("client 7", static change => change.Removed.Add(Other));
        pending.Take("client 8");
        pending.Add("new", static change => change.Removed.Add(Some));
    }

    private sealed class ManualClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        internal void Advance(TimeSpan time) => _now += time;
    }
}
