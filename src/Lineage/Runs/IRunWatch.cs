namespace Lineage.Runs;

/// <summary>Lets runs of this process hear what is asked of them in other processes.</summary>
public interface IRunWatch
{
    /// <summary>Goes on until the token says stop. A store that is away for a while only delays it.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
