namespace Catalog.Core.Sharing;

/// <summary>Work of the role <c>schedule</c> that one process at a time does for all.</summary>
public interface IDuty
{
    /// <summary>Names it among the duties; also what people read.</summary>
    string Name { get; }

    /// <summary>
    /// Does the work until the token says that this process stops or is not in charge any more. May be called again, also after another process was in charge; nothing may be taken from the
    /// time before. Whatever it throws is logged, and it is tried again, here or by another process. When it ends by itself there is nothing to do in this process.
    /// </summary>
    Task RunAsync(CancellationToken cancellationToken);
}
