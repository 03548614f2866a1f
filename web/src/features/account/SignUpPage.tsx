import { Door } from './Door';

const SignUpPage = () => <Door key="up" isNew />;
export default SignUpPage;
