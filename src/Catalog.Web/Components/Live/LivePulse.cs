namespace Catalog.Web.Components.Live;

/// <summary>Decides at every tick whether it is time to look: when something has changed since the last time, and now and then anyway. Thread-safe.</summary>
internal sealed class LivePulse
{
    /// <summary>After so many ticks without a change it is time to look: ages grow, and runs of other processes are not announced.</summary>
    public const int IdleTicks = 10;

    private int _changed;
    private int _idle;

    /// <summary>Something has changed.</summary>
    public void Change() => Volatile.Write(ref _changed, 1);

    /// <summary>A second has gone by. Called by one caller.</summary>
    /// <returns>Whether it is time to look.</returns>
    public bool Tick()
    {
        _idle++;
        if (Interlocked.Exchange(ref _changed, 0) == 0 && _idle < IdleTicks)
        {
            return false;
        }

        _idle = 0;
        return true;
    }
}
