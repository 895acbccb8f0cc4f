namespace Catalog.Web.ViewModels;

public enum CheckOutcome
{
    Pass,
    Warn,
    Fail,
    Error,
    Skip,
}
