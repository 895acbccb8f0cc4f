namespace Ingestion.Pipelines;

/// <summary>Carries the events of one partition somewhere, until it is stopped.</summary>
internal interface IPump
{
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Says how the run at hand ends once <see cref="RunAsync"/> has.</summary>
    /// <param name="isGone">Whether what the pump is for was changed or removed; otherwise the process ends.</param>
    Task EndRunAsync(bool isGone);
}
