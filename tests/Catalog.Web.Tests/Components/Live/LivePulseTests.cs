using Catalog.Web.Components.Live;

namespace Catalog.Web.Tests.Components.Live;

public sealed class LivePulseTests
{
    [Fact]
    public void Tick_ManyChangesSinceTheLast_AnswerOnce()
    {
        var pulse = new LivePulse();
        pulse.Change();
        pulse.Change();

        Assert.True(pulse.Tick());
        Assert.False(pulse.Tick());
    }

    [Fact]
    public void Tick_NothingChanges_LooksNowAndThen()
    {
        var pulse = new LivePulse();

        var looks = Enumerable.Range(1, 3 * LivePulse.IdleTicks).Where(_ => pulse.Tick()).ToList();

        Assert.Equal([LivePulse.IdleTicks, 2 * LivePulse.IdleTicks, 3 * LivePulse.IdleTicks], looks);
    }

    [Fact]
    public void Tick_AfterAChange_CountsIdleTicksAnew()
    {
        var pulse = new LivePulse();
        for (var i = 1; i < LivePulse.IdleTicks; i++)
        {
            pulse.Tick();
        }

        pulse.Change();

        Assert.True(pulse.Tick());
        Assert.False(pulse.Tick());
    }
}
