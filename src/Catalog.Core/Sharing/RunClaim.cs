namespace Catalog.Core.Sharing;

/// <summary>Which process carries out a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Holder">Who carries it out.</param>
/// <param name="IsHolderRunning">Whether that process runs, by its lease (<see cref="ProcessPresence"/>).</param>
/// <param name="IsCancelAsked">Whether somebody wants the run to stop.</param>
public sealed record RunClaim(Guid RunId, ThisProcess Holder, bool IsHolderRunning, bool IsCancelAsked);
