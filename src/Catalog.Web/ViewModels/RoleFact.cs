namespace Catalog.Web.ViewModels;

/// <summary>A role of this process with its one number, for example <c>work</c>, fresh, <c>lag 12</c>.</summary>
public sealed record RoleFact(string Role, Status Status, string Number);
